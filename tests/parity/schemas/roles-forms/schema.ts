import { pgRole } from 'drizzle-orm/pg-core';

export const plain = pgRole('keelson_corpus_plain');
export const able = pgRole('keelson_corpus_able', { createDb: true, createRole: true, inherit: false });
export const half = pgRole('keelson_corpus_half', { createDb: false });
export const quoted = pgRole('keelson corpus "quoted"', { inherit: true });
