import path from 'node:path';
import type { Knex } from 'knex';
import { migrationDirectories } from '../knexfile.ts';
import type { DraftFile } from './draft-result.ts';
import { migrationFile } from './file.ts';
import { formatted, Formatter } from './format.ts';
import type { PlannedFile } from './plan-files.ts';

/** The texts of files, in the project's language and format. The first is begun while it is still planned what is in it. */
export class WrittenFiles implements Disposable {
  readonly #name: string;
  readonly #folder: string;
  readonly #extension: string;
  readonly #first: Formatter;

  constructor({ config, name }: { readonly config: Knex.Config; readonly name: string }) {
    this.#name = name;
    this.#extension = config.migrations?.extension ?? 'ts';
    this.#folder =
      config.migrations === undefined ? process.cwd() : (migrationDirectories(config).at(-1) ?? '.');
    this.#first = new Formatter(this.#place(name));
  }

  async write(planned: readonly PlannedFile[]): Promise<readonly DraftFile[]> {
    return await Promise.all(
      planned.map(async ({ suffix, isTransactional, lines, up, down, decisions, waivers }) => {
        const text = migrationFile({
          ...lines,
          isTypeScript: this.#extension.endsWith('ts'),
          ...(!isTransactional && { transaction: false }),
          ...(waivers && { waivers }),
        });
        const name = suffix === '' ? this.#name : `${this.#name}_${suffix}`;
        return {
          name,
          // As it would be where it is to stand.
          text:
            name === this.#name ? await this.#first.format(text) : await formatted(text, this.#place(name)),
          ...{ up, down, isTransactional, decisions },
        };
      }),
    );
  }

  [Symbol.dispose](): void {
    this.#first[Symbol.dispose]();
  }

  #place(name: string): string {
    return path.join(this.#folder, `${name}.${this.#extension}`);
  }
}
