import { Problem } from '../../problem.ts';
import { shownPath } from '../../shown-path.ts';
import type { LoadedMigration } from '../run-migration.ts';

/** Why a migration says of itself that it cannot be taken back; undefined where it says nothing of the kind. */
export function irreversibleReason({ file, migration }: LoadedMigration): string | undefined {
  const { irreversible } = migration as { readonly irreversible?: unknown };
  if (irreversible === undefined) return undefined;
  if (typeof irreversible === 'string' && irreversible.trim() !== '') return irreversible.trim();
  throw new Problem({
    code: 'migrations/irreversible-without-reason',
    what: `${shownPath(file)} says that it is irreversible, and not why`,
    why: 'whoever is refused a rollback at night reads that reason, and nothing else',
    fix: "export const irreversible = 'the old column was dropped with what it held';",
  });
}

/** Refuses to take back, before anything is run, what says of itself that it cannot be. `loaded`: newest first. */
export function refuseIrreversible(loaded: readonly LoadedMigration[]): void {
  const refused = loaded.flatMap((one) => {
    const reason = irreversibleReason(one);
    return reason === undefined ? [] : [{ name: one.name, reason }];
  });
  const [newest] = refused;
  if (newest === undefined) return;
  const behind = loaded.findIndex(({ name }) => name === newest.name) > 0;
  throw new Problem({
    code: 'migrations/irreversible',
    what: `what is to be taken back includes what cannot be:\n${refused.map(({ name, reason }) => `  ${name}: ${reason}`).join('\n')}`,
    why: 'nothing has been rolled back: what came before it is not there any more',
    fix: behind
      ? `take back what came after it: npm run db:migrate:rollback -- --to ${newest.name}; further back only a backup leads`
      : 'repair what is wrong with a new migration; further back only a backup leads',
  });
}
