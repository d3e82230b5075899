import type { Client } from 'pg';
import { address } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import type { Between } from '../../parity/stages/conclude-on.ts';
import type { Finding } from '../../parity/fix/index.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { nameOf, ownerOf } from '../../parity/render/names.ts';

/** Something that goes with what it holds. */
export interface Destroyed {
  readonly kind: string;
  /** `auth.users.legacy`; of a label, the enum and the label. */
  readonly object: string;
  /** How many rows of the database have something there; undefined where it was not looked, or may not be. */
  readonly rows: number | undefined;
}

const HOLDING = new Set(['table', 'column', 'sequence', 'materialized view']);

/** What a change takes away that holds something; counted where there is a database with rows. */
export async function destroyedBy(
  { findings }: Pick<Between, 'findings'>,
  client: Client | undefined,
): Promise<readonly Destroyed[]> {
  const destroyed: Destroyed[] = [];
  for (const { attribute, subject } of findings.filter(isDestroying)) {
    const { live } = subject;
    if (live === undefined) continue;
    const rows = client === undefined ? undefined : await rowsIn(client, live);
    if (attribute !== 'values') destroyed.push({ kind: live.kind, object: address(live), rows });
    else
      for (const label of goneLabels(subject))
        destroyed.push({ kind: 'value', object: `${address(live)} ${label}`, rows: undefined });
  }
  return destroyed;
}

function isDestroying({ kind, attribute, subject }: Finding): boolean {
  if (kind === 'enum') return attribute === 'values' && goneLabels(subject).length > 0;
  const isOfView = subject.live?.kind === 'column' && subject.live.facts.position === undefined;
  if (attribute === 'kind') return HOLDING.has(subject.live?.kind ?? '');
  return attribute === 'undeclared' && HOLDING.has(kind) && !isOfView && !isCalculated(subject.live);
}

function isCalculated(live: CatalogObject | undefined): boolean {
  return typeof live?.facts.generated === 'string';
}

function goneLabels({ values }: Finding['subject']): readonly string[] {
  const [wanted, there] = (values ?? []) as readonly (readonly string[] | undefined)[];
  return (there ?? []).filter((label) => wanted?.includes(label) !== true);
}

async function rowsIn(client: Client, live: CatalogObject): Promise<number | undefined> {
  const isColumn = live.kind === 'column';
  if (!isColumn && live.kind !== 'table' && live.kind !== 'materialized view') return undefined;
  const what = isColumn ? `count(${quoteIdentifier(live.name)})` : 'count(*)';
  try {
    const { rows } = await client.query<{ count: string }>(
      `select ${what} as count from ${isColumn ? ownerOf(live) : nameOf(live)}`,
    );
    return Number(rows[0]?.count);
  } catch (error) {
    // Not everybody who plans a change may read rows; a view may not be filled.
    if (['42501', '55000'].includes((error as { code?: string }).code ?? '')) return undefined;
    throw error;
  }
}
