import { status } from '../../migrations/index.ts';
import { describeConnection } from '../../postgres/settings.ts';
import { defineCommand } from '../command.ts';
import { chosenDatabase, chosenKnexfile, PROJECT_OPTIONS } from '../project.ts';
import { columns, print } from '../terminal.ts';

export default defineCommand({
  name: 'migrate:status',
  about: 'Shows which migrations are applied, pending, or applied but no longer on disk. Changes nothing.',
  options: { ...PROJECT_OPTIONS, json: { type: 'boolean', help: 'for programs' } },
  async run({ options }) {
    const { config } = await chosenKnexfile(options);
    const connection = chosenDatabase(options);
    const { applied, pending, missing } = await status({ config, connection });
    if (options.json) {
      print(
        JSON.stringify(
          { applied, pending: pending.map(({ name }) => name), missing: missing.map(({ name }) => name) },
          undefined,
          2,
        ),
      );
      return undefined;
    }
    const rows = [
      ...applied.map((migration) => [
        missing.includes(migration) ? 'missing' : 'applied',
        migration.name,
        `${migration.appliedAt?.toISOString() ?? 'at an unknown time'} (batch ${migration.batch})`,
      ]),
      ...pending.map(({ name }) => ['pending', name, '']),
    ];
    if (rows.length > 0) print(columns(rows, ''));
    print(
      `${describeConnection(connection)}: ${applied.length} applied, ${pending.length} pending, ${missing.length} missing`,
    );
    return undefined;
  },
});
