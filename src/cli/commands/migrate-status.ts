import { describeHolder, status } from '../../migrations/index.ts';
import type { MigrationStatus } from '../../migrations/index.ts';
import { describeConnection } from '../../postgres/settings.ts';
import { withoutExtension } from '../../load-module.ts';
import { defineCommand } from '../command.ts';
import { FORMAT_OPTION } from '../format-option.ts';
import { keptInWords } from '../plan-output.ts';
import { chosenDatabase, chosenKnexfile, PROJECT_OPTIONS } from '../project.ts';
import { columns, counted, duration, print } from '../terminal.ts';

export default defineCommand({
  name: 'migrate:status',
  about: `Shows which migrations are applied, pending, applied but no longer on disk, changed since, or out of order, and which
are unproven or irreversible; the last deploys; what is kept of what they took back; and whether somebody migrates.
Changes nothing.`,
  options: {
    ...PROJECT_OPTIONS,
    ...FORMAT_OPTION,
  },
  async run({ options }) {
    const { config } = await chosenKnexfile(options);
    const connection = chosenDatabase(options);
    const found = await status({ config, connection });
    print(
      options.format === 'json'
        ? JSON.stringify(forPrograms(found), undefined, 2)
        : forPeople(found, describeConnection(connection)),
    );
    return undefined;
  },
});

const RUNS = { up: 'deploy', down: 'rollback', adopt: 'adoption' } as const;

function forPeople(found: MigrationStatus, where: string): string {
  const { applied, pending, missing, deploys, kept, lockedBy } = found;
  const rows = rowsOf(found);
  return [
    ...(rows.length > 0 ? [columns(rows, '')] : []),
    ...deploys.map(
      ({ id, direction, startedAt, endedAt, person, host, role, revision, outcome, migrations }) => {
        const who = [person, host].filter((word) => word !== null).join('@');
        const what = revision === null ? '' : `, revision ${revision.slice(0, 12)}`;
        const took = endedAt === null ? '' : ` in ${duration(endedAt.getTime() - startedAt.getTime())}`;
        return `${RUNS[direction]} ${id}, ${startedAt.toISOString()}, by ${who} as ${role}${what}: ${outcome}, ${counted(migrations.length, 'migration')}${took}`;
      },
    ),
    ...(found.areRecordsHidden
      ? ['deploys and what is kept: not shown, this role may not read the schema keelson']
      : []),
    ...kept.map((one) => `kept of ${one.migration}: ${keptInWords(one)}`),
    ...(lockedBy === undefined
      ? []
      : [
          lockedBy === 'knex'
            ? "Knex's lock is set: a stock knex migrates, or died while it did"
            : `a deploy is running: ${describeHolder(lockedBy)}`,
        ]),
    `${where}: ${applied.length} applied, ${pending.length} pending, ${missing.length} missing`,
  ].join('\n');
}

function rowsOf({
  applied,
  pending,
  missing,
  edited,
  outOfOrder,
  unproven,
  irreversible,
}: MigrationStatus): readonly (readonly string[])[] {
  const changed = new Set(edited.map(({ name }) => name));
  const withoutProof = new Set(unproven.map(({ name }) => name));
  const proof = (name: string): string => {
    const reason = irreversible.get(withoutExtension(name));
    if (reason !== undefined) return `irreversible: ${reason}`;
    return withoutProof.has(withoutExtension(name)) ? 'unproven' : '';
  };
  return [
    ...applied.map((migration) => [
      missing.includes(migration)
        ? 'missing'
        : changed.has(withoutExtension(migration.name))
          ? 'edited'
          : 'applied',
      migration.name,
      `${migration.appliedAt?.toISOString() ?? 'at an unknown time'} (batch ${migration.batch})`,
      proof(migration.name),
    ]),
    ...pending.map((one) => [
      outOfOrder.includes(one) ? 'out of order' : 'pending',
      one.name,
      '',
      proof(one.name),
    ]),
  ];
}

function forPrograms({ applied, deploys, kept, irreversible, lockedBy, ...lists }: MigrationStatus): object {
  const names = (list: readonly { readonly name: string }[]): readonly string[] =>
    list.map(({ name }) => name);
  return {
    applied,
    pending: names(lists.pending),
    missing: names(lists.missing),
    edited: names(lists.edited),
    outOfOrder: names(lists.outOfOrder),
    unproven: names(lists.unproven),
    irreversible: Object.fromEntries(irreversible),
    areRecordsHidden: lists.areRecordsHidden,
    deploys,
    kept,
    lockedBy: lockedBy ?? null,
  };
}
