import { customType, pgTable } from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Buffer; default: false }>({ dataType: () => 'bytea' });
const padded = customType<{ data: string; config: { length: number }; configRequired: true }>({
  dataType: ({ length }) => `character(${length})`,
});
const money = customType<{ data: number; driverData: string; config?: { scale?: number } }>({
  dataType: (config) => `numeric(12,${config?.scale ?? 2})`,
  fromDriver: Number,
  toDriver: String,
});

/** Types that a function makes from its options. */
export const configured = pgTable('configured', {
  content: bytea().notNull(),
  code: padded({ length: 4 }).notNull(),
  label: padded('label_of', { length: 12 }),
  amount: money().notNull().default(0),
  rate: money('exact_rate', { scale: 6 }).default(1.5),
  amounts: money().array(),
});
