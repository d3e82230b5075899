import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { median, timed } from '../measure.ts';
import { compared, deploy, historyFolder, print, ROOT } from './ground.ts';
import type { Ground } from './ground.ts';

const BUILT = path.join(ROOT, 'dist', 'cjs', 'src', 'cli', 'main.js');
const STOCK = path.join(ROOT, 'node_modules', 'knex', 'bin', 'cli.js');

/** A project with 300 migrations, all of them applied: from a cold start to nothing to do. */
export async function measureCold(here: Ground, rounds: number): Promise<void> {
  if (!existsSync(BUILT)) {
    print('nothing to do, by the commands: not measured, npm run build makes what is measured');
    return;
  }
  using history = historyFolder({ count: 300, inOneTransaction: true });
  const url = await here.database();
  deploy('ours', history.folder, url);
  const project = mkdtempSync(path.join(tmpdir(), 'keelson-bench-'));
  try {
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
    writeFileSync(path.join(project, 'package.json'), '{ "type": "commonjs" }\n');
    // Stock Knex would take names with an extension for other migrations.
    writeFileSync(
      path.join(project, 'knexfile.js'),
      `const { MigrationFolder } = require(${JSON.stringify(path.join(ROOT, 'dist', 'cjs', 'src', 'migrations'))});
module.exports = { client: 'pg', connection: process.env.DATABASE_URL, migrations: { schemaName: 'public', migrationSource: new MigrationFolder(${JSON.stringify(history.folder)}) } };
`,
    );
    const options = { cwd: project, env: { NODE_ENV: 'development', DATABASE_URL: url } };
    const times: Record<'ours' | 'stock', number[]> = { ours: [], stock: [] };
    for (let round = 0; round <= rounds; round += 1) {
      const our = timed([process.execPath, BUILT, 'migrate'], options).milliseconds;
      const their = timed([process.execPath, STOCK, 'migrate:latest'], options).milliseconds;
      // The first one of each finds cold caches.
      if (round === 0) continue;
      times.ours.push(our);
      times.stock.push(their);
    }
    compared('nothing to do, by the commands', median(times.ours), median(times.stock), 'goal 1.1');
  } finally {
    rmSync(project, { recursive: true });
    await here.drop(url);
  }
}
