import { kebabCase, singular, withoutKeySuffix } from './words.ts';

test.each([
  ['users', 'user'],
  ['teamMembers', 'teamMember'],
  ['userCategories', 'userCategory'],
  ['statuses', 'status'],
  ['addresses', 'address'],
  ['boxes', 'box'],
  ['houses', 'house'],
  ['people', 'person'],
  ['feedback', 'feedback'],
  ['series', 'series'],
  ['analysis', 'analysis'],
  ['s', 's'],
  ['用户', '用户'],
])('one of %s is %s', (many, one) => {
  expect(singular(many)).toBe(one);
});

test.each([
  ['user_id', 'user'],
  ['userId', 'user'],
  ['parent id', 'parent'],
  ['id', undefined],
  ['impersonated_by', undefined],
])('%s points at %s', (column, stem) => {
  expect(withoutKeySuffix(column)).toBe(stem);
});

test.each([
  ['user_accounts', 'user-accounts'],
  ['userAccounts', 'user-accounts'],
  ['../../etc/passwd', 'etc-passwd'],
  ['💥', ''],
])('the file of %s is %s', (name, file) => {
  expect(kebabCase(name)).toBe(file);
});
