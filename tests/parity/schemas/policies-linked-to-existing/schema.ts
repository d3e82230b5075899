import { sql } from 'drizzle-orm';
import { bigint, pgPolicy, pgSchema, pgTable, text } from 'drizzle-orm/pg-core';

const realtime = pgSchema('realtime');
/** Another program's table, which this schema only adds a policy to. */
const messages = realtime.table('messages', {
  id: bigint({ mode: 'bigint' }).primaryKey(),
  topic: text().notNull(),
});

export const rooms = pgTable('rooms', { topic: text().primaryKey() });
export const inRooms = pgPolicy('in rooms', {
  for: 'select',
  using: sql`${messages.topic} in (select topic from rooms)`,
}).link(messages);
