import { status } from '../../migrations/index.ts';
import type { MigrationStatus } from '../../migrations/index.ts';
import { describeConnection } from '../../postgres/settings.ts';
import { withoutExtension } from '../../load-module.ts';
import { defineCommand } from '../command.ts';
import { chosenDatabase, chosenKnexfile, PROJECT_OPTIONS } from '../project.ts';
import { columns, print } from '../terminal.ts';

export default defineCommand({
  name: 'migrate:status',
  about: `Shows which migrations are applied, pending, applied but no longer on disk, changed since, or out of order; the last
deploys; and whether somebody migrates. Changes nothing.`,
  options: { ...PROJECT_OPTIONS, json: { type: 'boolean', help: 'for programs' } },
  async run({ options }) {
    const { config } = await chosenKnexfile(options);
    const connection = chosenDatabase(options);
    const found = await status({ config, connection });
    if (options.json) {
      print(JSON.stringify(forPrograms(found), undefined, 2));
      return undefined;
    }
    const { applied, pending, missing, deploys, lockedBy } = found;
    const rows = rowsOf(found);
    if (rows.length > 0) print(columns(rows, ''));
    for (const { id, startedAt, person, host, role, revision, outcome } of deploys) {
      const who = [person, host].filter((word) => word !== null).join('@');
      const what = revision === null ? '' : `, revision ${revision.slice(0, 12)}`;
      print(`deploy ${id}, ${startedAt.toISOString()}, by ${who} as ${role}${what}: ${outcome}`);
    }
    if (lockedBy === 'knex') print("Knex's lock is set: a stock knex migrates, or died while it did");
    else if (lockedBy !== undefined) print(`a deploy is running: process ${lockedBy.pid} of the server`);
    print(
      `${describeConnection(connection)}: ${applied.length} applied, ${pending.length} pending, ${missing.length} missing`,
    );
    return undefined;
  },
});

function rowsOf({
  applied,
  pending,
  missing,
  edited,
  outOfOrder,
}: MigrationStatus): readonly (readonly string[])[] {
  const changed = new Set(edited.map(({ name }) => name));
  return [
    ...applied.map((migration) => [
      missing.includes(migration)
        ? 'missing'
        : changed.has(withoutExtension(migration.name))
          ? 'edited'
          : 'applied',
      migration.name,
      `${migration.appliedAt?.toISOString() ?? 'at an unknown time'} (batch ${migration.batch})`,
    ]),
    ...pending.map((one) => [outOfOrder.includes(one) ? 'out of order' : 'pending', one.name, '']),
  ];
}

function forPrograms({ applied, deploys, lockedBy, ...lists }: MigrationStatus): object {
  const names = (list: readonly { readonly name: string }[]): readonly string[] =>
    list.map(({ name }) => name);
  return {
    applied,
    pending: names(lists.pending),
    missing: names(lists.missing),
    edited: names(lists.edited),
    outOfOrder: names(lists.outOfOrder),
    deploys,
    lockedBy: lockedBy ?? null,
  };
}
