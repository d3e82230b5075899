// Builds dist/: what `import` gets (esm), what `require` gets and the command runs (cjs), and types for both.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
// Built aside and moved there in one go: nobody sees half a build, and a failed one leaves the last good one.
const cache = path.join(root, 'node_modules', '.cache', `keelson-build-${process.pid}`);
const built = path.join(cache, 'dist');
const [cjs, esm] = [path.join(built, 'cjs'), path.join(built, 'esm')];

try {
  const compiled = await Promise.all([
    compile('tsconfig.build.json', cjs),
    compile('tsconfig.build.esm.json', esm),
  ]);
  if (compiled.includes(false)) {
    process.stderr.write('build: the compiler found mistakes; dist/ is as it was\n');
    process.exitCode = 1;
  } else {
    finishDeclarations();
    refuseCommonJsNames();
    writeFileSync(path.join(cjs, 'package.json'), '{ "type": "commonjs" }\n');
    writeFileSync(path.join(esm, 'package.json'), '{ "type": "module" }\n');
    chmodSync(path.join(cjs, 'src', 'cli', 'main.js'), 0o755);
    moveIntoPlace();
    // On stderr: `npm pack --json` has stdout for itself.
    process.stderr.write(`build: dist/esm and dist/cjs in ${(performance.now() / 1000).toFixed(1)} s\n`);
  }
} finally {
  rmSync(cache, { recursive: true, force: true });
}

/** Whether the compiler was content. */
async function compile(config, outDir) {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const child = spawn(process.execPath, [tsc, '-p', config, '--outDir', outDir, '--noEmitOnError'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  const [code] = await once(child, 'exit');
  return code === 0;
}

/**
 * The compiler writes .js for .ts into JavaScript but not into declarations. The ones of the ESM build then serve
 * CommonJS too: whether a declaration speaks of an ES module is for the nearest package.json to say.
 */
function finishDeclarations() {
  for (const file of filesIn(esm, '.d.ts')) {
    const text = readFileSync(file, 'utf8');
    const rewritten = text.replaceAll(/((?:from |import\()(['"])\.{1,2}\/[^'"]+)\.ts\2/g, '$1.js$2');
    writeFileSync(file, rewritten);
    const copy = path.join(cjs, 'src', path.relative(esm, file));
    mkdirSync(path.dirname(copy), { recursive: true });
    cpSync(file, copy);
  }
}

/** TypeScript lets these names pass, and an ES module fails on them only when it gets to that line. */
function refuseCommonJsNames() {
  for (const file of filesIn(esm, '.js')) {
    const code = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    const name = /(?<![.\w'"])(?:__dirname|__filename|module\.exports)\b/.exec(code)?.[0];
    if (name === undefined) continue;
    throw new Error(`${path.relative(esm, file)} uses ${name}, which an ES module does not have`);
  }
}

function moveIntoPlace() {
  for (let attempt = 0; ; attempt += 1) {
    try {
      if (existsSync(dist)) renameSync(dist, path.join(cache, `old-${attempt}`));
      renameSync(built, dist);
      return;
    } catch (error) {
      // Another build has taken the old one away, or put its own there, in this moment.
      if (attempt === 5 || !['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
    }
  }
}

function filesIn(directory, ending) {
  return readdirSync(directory, { recursive: true })
    .filter((name) => name.endsWith(ending))
    .map((name) => path.join(directory, name));
}
