import { doublePrecision, numeric, pgTable, real } from 'drizzle-orm/pg-core';

/** Numbers that SQL has no bare word for. */
export const edges = pgTable('edges', {
  notANumber: doublePrecision('not_a_number').default(NaN),
  infinite: doublePrecision().default(Infinity),
  infiniteNegative: doublePrecision('infinite_negative').default(-Infinity),
  single: real().default(NaN),
  exact: numeric().default('NaN'),
  negativeZero: doublePrecision('negative_zero').default(-0),
});
