import { isDisposable, isTemplate, newName, templateName } from './name.ts';

test('a name is known again', () => {
  expect(isDisposable(newName('test'))).toBe(true);
  expect(isDisposable(newName('building'))).toBe(true);
  expect(isTemplate(templateName('0123456789abcdef'.repeat(4)))).toBe(true);
});

test('no two names are the same, and each fits into an identifier', () => {
  const names = Array.from({ length: 1000 }, () => newName('building'));
  expect(new Set(names).size).toBe(names.length);
  expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(63);
  expect(templateName('f'.repeat(64)).length).toBeLessThanOrEqual(63);
});

test('equal content has one template name', () => {
  expect(templateName('a'.repeat(64))).toBe(templateName('a'.repeat(64)));
  expect(templateName('a'.repeat(64))).not.toBe(templateName('b'.repeat(64)));
});

test('what is used by tests is no template, and a template is nothing to throw away', () => {
  expect(isTemplate(newName('test'))).toBe(false);
  expect(isDisposable(templateName('a'.repeat(64)))).toBe(false);
});

test.each([
  'keelson_test',
  'keelson_test_shop',
  'keelson_test_0123456789abcdef',
  // The form is right, and the end does not follow from the rest.
  'keelson_test_0123456789abcdef_01234567',
  'keelson_building_0123456789abcdef_00000000',
  'keelson_template_0123456789abcdef01234567_01234567',
  'postgres',
])('%s is not ours', (name) => {
  expect(isDisposable(name)).toBe(false);
  expect(isTemplate(name)).toBe(false);
});

test('a name of ours with something around it is not ours', () => {
  const name = newName('test');
  for (const other of [`${name}_copy`, `old_${name}`, `${name}\n`, name.toUpperCase()]) {
    expect(isDisposable(other)).toBe(false);
  }
});
