import { commentLines, docLines, layOut, layOutLines, WIDTH } from './layout.ts';

const longest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

test('what fits on a line stays on it', () => {
  expect(layOut(`users: many(users, { relationName: 'a' })`, 2)).toBe(
    `users: many(users, { relationName: 'a' })`,
  );
});

test('an object at the end begins on the line of its call', () => {
  expect(
    layOut(
      `organization: one(organizations, { fields: [invitations.organizationId], references: [organizations.id] })`,
      2,
    ),
  ).toBe(`organization: one(organizations, {
    fields: [invitations.organizationId],
    references: [organizations.id],
  })`);
});

test('a chain is cut before its methods, and what is in strings is no bracket', () => {
  expect(
    layOut(
      `index('sessions_active_organization_id_idx').on(t.activeOrganizationId).where(sql\`a = '(' and b = '['\`)`,
      4,
    ),
  ).toBe(`index('sessions_active_organization_id_idx')
      .on(t.activeOrganizationId)
      .where(sql\`a = '(' and b = '['\`)`);
});

test('what a chain begins with is broken where it is too long', () => {
  const key = `foreignKey({ name: "lines' invoice", columns: [t.tenantId, t.invoice], foreignColumns: [invoices.tenantId, invoices.number] })`;
  expect(layOut(`${key}.onDelete('cascade').onUpdate('cascade')`, 4)).toBe(`foreignKey({
      name: "lines' invoice",
      columns: [t.tenantId, t.invoice],
      foreignColumns: [invoices.tenantId, invoices.number],
    })
      .onDelete('cascade')
      .onUpdate('cascade')`);
});

test('lists become lines that fit, however deep', () => {
  const labels = Array.from({ length: 12 }, (_none, index) => `'state number ${index}'`).join(', ');
  const text = layOut(`export const states = auth.enum('states', [${labels}])`);
  expect(longest(text)).toBeLessThanOrEqual(WIDTH);
  expect(text.split('\n')).toHaveLength(14);
});

test('a text of several lines is not touched', () => {
  const code = `check('x', sql\`one (\n  two\`)`;
  expect(layOut(code)).toBe(code);
  expect(layOut(`${'a'.repeat(90)}.default(${code})`)).toContain('sql`one (\n  two`');
});

test('long entries of a declaration are broken, and a view is left as it is', () => {
  const entry = `foreignKey({ name: 'a_name_of_some_length_fkey', columns: [t.someColumnId], foreignColumns: [others.id] })`;
  expect(longest(layOutLines(`pgTable('x', {\n}, (t) => [\n  ${entry},\n])`))).toBeLessThanOrEqual(WIDTH);
  const view = `pgView('x', {\n}).as(sql\`select\n  ${entry},\n\`)`;
  expect(layOutLines(view)).toBe(view);
});

test('comments are cut at their words, and a text of the database ends none', () => {
  expect(longest(commentLines('word '.repeat(60).trim()).join('\n'))).toBeLessThanOrEqual(WIDTH);
  expect(docLines('ends */ here')).toEqual(['/** ends *\\/ here */']);
  expect(docLines('one\ntwo', 2)).toEqual(['  /**', '   * one', '   * two', '   */']);
});
