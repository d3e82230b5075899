import { env } from '../../env.ts';
import { SEED_MODES, seed } from '../../migrations/index.ts';
import type { SeedMode } from '../../migrations/index.ts';
import { describeConnection } from '../../postgres/settings.ts';
import { Problem } from '../../problem.ts';
import { defineCommand } from '../command.ts';
import { chosenDatabase, chosenKnexfile, PROJECT_OPTIONS } from '../project.ts';
import { aloud, counted, duration, print } from '../terminal.ts';

export default defineCommand({
  name: 'seed',
  about: `Runs the seeds of a mode in the order of their numbers, in one transaction. They can be run again: what is
there stays. By default the mode follows NODE_ENV. The modes dev and test refuse a database of production.`,
  options: { mode: { type: 'string', choices: SEED_MODES, help: 'which seeds' }, ...PROJECT_OPTIONS },
  async run({ options }) {
    const { nodeEnv } = env();
    const mode =
      (options.mode as SeedMode | undefined) ??
      ({ development: 'dev', test: 'test', production: 'prod' } as const)[nodeEnv];
    if (nodeEnv === 'production' && mode !== 'prod') {
      throw new Problem({
        code: 'seeds/production',
        what: `NODE_ENV is production; seeds of the mode ${mode} are refused`,
        why: 'made-up users and sessions in production are a way in',
        fix: 'keelson seed --mode prod',
      });
    }
    const { config } = await chosenKnexfile(options);
    const connection = chosenDatabase(options);
    const seeds = await aloud('connecting', (onStart) => seed({ config, connection, mode, onStart }));
    for (const { name, milliseconds } of seeds) print(`seeded ${name} (${duration(milliseconds)})`);
    print(`${counted(seeds.length, 'seed')} of the mode ${mode} in ${describeConnection(connection)}`);
    return undefined;
  },
});
