import type { Location, Locations } from '../locate/location.ts';
import type { Origin } from '../declared/model.ts';
import type { Difference, Undecided, Verdict } from '../verdict.ts';
import { placeOf } from './words.ts';

/** Counts up when a field goes or changes its meaning; a new field leaves it. */
export const JSON_VERSION = 1;

/** A verdict for programs: docs/verdict-json.md tells every field. Each is always there; what is not known is null. */
export function jsonReport(verdict: Verdict, { locations }: { readonly locations: Locations }): string {
  const { agrees, differences, undecided, unmanaged, accepted, compared } = verdict;
  return JSON.stringify(
    {
      version: JSON_VERSION,
      agrees,
      differences: differences.map((difference) => ({
        ...about(difference, locations),
        message: difference.message,
        fix: { schema: difference.fix.schema, migration: difference.fix.migration },
      })),
      undecided: undecided.map((one) => ({ ...about(one, locations), reason: one.reason })),
      unmanaged: unmanaged.map(({ kind, object }) => ({ kind, object })),
      accepted: accepted.map(({ code, object, reason }) => ({ code, object, reason })),
      compared: {
        schemas: compared.schemas,
        objects: compared.objects,
        facts: compared.facts,
        roundTrips: compared.roundTrips,
      },
    },
    null,
    2,
  );
}

/** What a difference and an undecided fact have in common. */
function about(finding: Difference | Undecided, locations: Locations): Record<string, unknown> {
  const { code, kind, object, identity, group, attribute, declared, live, origin } = finding;
  return {
    code,
    kind,
    object,
    schema: identity.schema,
    parent: identity.parent,
    name: identity.name,
    group,
    attribute,
    declared: declared ?? null,
    live: live ?? null,
    origin: originFields(origin),
    location: locationFields(placeOf(finding, locations)),
  };
}

function originFields(origin: Origin | undefined): Record<string, string | null> | null {
  return origin === undefined
    ? null
    : { exported: origin.exported ?? null, property: origin.property ?? null };
}

function locationFields(location: Location | undefined): Location | null {
  return location === undefined
    ? null
    : { file: location.file, line: location.line, column: location.column };
}
