import { keptRows, purgeKeptRows, restoreKeptRows } from '../../migrations/index.ts';
import { describeConnection } from '../../postgres/settings.ts';
import { UsageProblem } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { FORMAT_OPTION } from '../format-option.ts';
import { LOCK_OPTIONS, lockOptions } from '../lock-options.ts';
import { keptInWords, restoredInWords } from '../plan-output.ts';
import { chosenDatabase, chosenKnexfile, PROJECT_OPTIONS } from '../project.ts';
import { columns, print, progress } from '../terminal.ts';

export default defineCommand({
  name: 'kept',
  about: `Lists the rows that rollbacks set aside before a down destroyed them. migrate --restore-kept brings them back with their
migration; --restore does it for one that was applied without them. --purge throws them away for good.`,
  options: {
    ...PROJECT_OPTIONS,
    ...LOCK_OPTIONS,
    restore: { type: 'string', value: 'migration', help: 'bring back the rows of this migration' },
    purge: { type: 'boolean', help: 'throw away what is kept' },
    migration: { type: 'string', value: 'name', help: 'only what this migration is about' },
    ...FORMAT_OPTION,
  },
  async run({ options }) {
    const { restore, purge, migration, format } = options;
    if (purge && restore !== undefined) throw both();
    const { config } = await chosenKnexfile(options);
    const connection = chosenDatabase(options);
    const run = { config, connection, ...lockOptions(options), onNotice: progress };
    const where = describeConnection(connection);
    if (restore !== undefined) {
      const restored = await restoreKeptRows({ ...run, migration: restore });
      for (const one of restored) print(restoredInWords(one));
      if (restored.length > 0) return undefined;
      const left = (await keptRows({ config, connection })).filter((one) => one.migration === restore);
      for (const one of left) print(`${keptInWords(one)}: has no place any more, and is kept on`);
      if (left.length === 0) print(`nothing of ${restore} is kept on ${where}`);
      return undefined;
    }
    if (purge) {
      const gone = await purgeKeptRows({ ...run, ...(migration !== undefined && { migration }) });
      for (const one of gone) print(`thrown away ${keptInWords(one)}, of ${one.migration}`);
      if (gone.length === 0) print(`nothing is kept on ${where}`);
      return undefined;
    }
    const kept = (await keptRows({ config, connection })).filter(
      (one) => migration === undefined || one.migration === migration,
    );
    if (format === 'json') print(JSON.stringify(kept, undefined, 2));
    else if (kept.length === 0) print(`nothing is kept on ${where}`);
    else
      print(
        columns(
          kept.map((one) => [
            one.migration,
            keptInWords(one),
            `in ${one.copy}`,
            `since ${one.keptAt.toISOString()}`,
          ]),
          '',
        ),
      );
    return undefined;
  },
});

function both(): UsageProblem {
  return new UsageProblem({
    code: 'cli/usage',
    what: 'keelson kept: --restore and --purge are for different days',
    fix: 'give one of them',
  });
}
