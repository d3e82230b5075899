import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { closeDb, count, createDb, desc } from 'keelson';

const visits = pgTable('visits', {
  page: text('page').notNull(),
  at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
});

async function main(): Promise<void> {
  const { REPORTS_URL: url } = process.env;
  if (url === undefined) throw new Error('REPORTS_URL is not set');

  const reports = createDb({ url, schema: { visits }, max: 2 });
  try {
    await reports.insert(visits).values([{ page: '/' }, { page: '/' }, { page: '/prices' }]);
    const pages = await reports
      .select({ page: visits.page, visits: count() })
      .from(visits)
      .groupBy(visits.page)
      .orderBy(desc(count()));
    console.table(pages);
  } finally {
    await closeDb(reports);
  }
}

void main();
