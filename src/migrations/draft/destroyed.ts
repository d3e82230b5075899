import type { Client } from 'pg';
import { address, identityKey, keyOf } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import type { Between } from '../../parity/stages/conclude-on.ts';
import type { Finding } from '../../parity/fix/index.ts';
import { renamedValues } from '../../parity/fix/migration/enum.ts';
import { quoteIdentifier, quoteLiteral } from '../../postgres/identifier.ts';
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

/** The tables that hold values of an enum, each with its columns of it; a row stands in one of them, whatever it is a part or an heir of. */
const HOLDERS = `
select format('%I.%I', n.nspname, c.relname) as sql,
  array_agg(quote_ident(a.attname) order by a.attnum) filter (where a.atttypid = t.oid) as plain,
  array_agg(quote_ident(a.attname) order by a.attnum) filter (where a.atttypid = t.typarray) as arrays
from pg_type t join pg_attribute a on a.atttypid in (t.oid, t.typarray) join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
where t.oid = $1::regtype and c.relkind = 'r' and not a.attisdropped
group by n.nspname, c.relname
order by n.nspname, c.relname`;

/**
 * What a change takes away that holds something; counted where there is a database with rows. `there` says where something
 * is in it that the change finds elsewhere.
 */
export async function destroyedBy(
  { findings, both }: Pick<Between, 'findings' | 'both'>,
  client: Client | undefined,
  there: (one: CatalogObject) => CatalogObject = (one) => one,
): Promise<readonly Destroyed[]> {
  const destroyed: Destroyed[] = [];
  for (const { kind, attribute, subject } of findings) {
    if (subject.live === undefined) continue;
    const live = there(subject.live);
    if (kind === 'enum') {
      for (const label of attribute === 'values' ? goneLabels(subject, both.gone) : []) {
        const rows = client === undefined ? undefined : await rowsWith(client, live, label);
        destroyed.push({ kind: 'value', object: `${address(live)} ${label}`, rows });
      }
    } else if (isDestroying({ kind, attribute, subject }) && !isOfView(subject.live, both)) {
      const rows = client === undefined ? undefined : await rowsIn(client, live);
      destroyed.push({ kind: live.kind, object: address(live), rows });
    }
  }
  return destroyed;
}

function isDestroying({
  kind,
  attribute,
  subject,
}: Pick<Finding, 'kind' | 'attribute' | 'subject'>): boolean {
  if (attribute === 'kind') return HOLDING.has(subject.live?.kind ?? '');
  return attribute === 'undeclared' && HOLDING.has(kind) && !isCalculated(subject.live);
}

/** Whether an object is a part of a view, which holds nothing by itself: what it shows is still in its tables. */
function isOfView({ schema, parent }: CatalogObject, { live }: Between['both']): boolean {
  return live.some(
    (one) =>
      (one.kind === 'view' || one.kind === 'materialized view') &&
      one.schema === schema &&
      one.name === parent,
  );
}

function isCalculated(live: CatalogObject | undefined): boolean {
  return typeof live?.facts.generated === 'string';
}

/** The values that go; one that has another name from now on does not. */
function goneLabels({ live, values }: Finding['subject'], gone: Between['both']['gone']): readonly string[] {
  if (live === undefined) return [];
  const [wanted = [], there = []] = (values ?? []) as readonly (readonly string[] | undefined)[];
  const renamed = new Set(
    (renamedValues(wanted, there) ?? [])
      .map(([from]) => from)
      .filter((from) => gone?.has(keyOf(identityKey(live), from)) !== true),
  );
  return there.filter((label) => !wanted.includes(label) && !renamed.has(label));
}

async function rowsIn(client: Client, live: CatalogObject): Promise<number | undefined> {
  const isColumn = live.kind === 'column';
  if (!isColumn && live.kind !== 'table' && live.kind !== 'materialized view') return undefined;
  const what = isColumn ? `count(${quoteIdentifier(live.name)})` : 'count(*)';
  return await counted(client, [`select ${what} from ${isColumn ? ownerOf(live) : nameOf(live)}`]);
}

/** How many rows hold a value of an enum, in any column of it, or of arrays of it. */
async function rowsWith(client: Client, live: CatalogObject, label: string): Promise<number | undefined> {
  interface Holder {
    readonly sql: string;
    readonly plain: readonly string[] | null;
    readonly arrays: readonly string[] | null;
  }
  const { rows } = await client.query<Holder>(HOLDERS, [nameOf(live)]);
  const value = `${quoteLiteral(label)}::${nameOf(live)}`;
  return await counted(
    client,
    rows.map(({ sql, plain, arrays }) => {
      const holding = [
        ...(plain ?? []).map((column) => `${column} = ${value}`),
        ...(arrays ?? []).map((column) => `${value} = any (${column})`),
      ];
      return `select count(*) from only ${sql} where ${holding.join(' or ')}`;
    }),
  );
}

/** The sum of counts; undefined where not all rows may be read. */
async function counted(client: Client, counts: readonly string[]): Promise<number | undefined> {
  let sum = 0;
  try {
    // A policy that hides rows is told of, rather than obeyed.
    await client.query('set row_security = off');
    for (const text of counts) {
      const { rows } = await client.query<{ count: string }>(text);
      sum += Number(rows[0]?.count);
    }
    return sum;
  } catch (error) {
    // Not everybody who plans a change may read rows; a view may not be filled.
    if (['42501', '55000'].includes((error as { code?: string }).code ?? '')) return undefined;
    throw error;
  }
}
