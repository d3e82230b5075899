/**
 * What a server for tests does without: the data need not outlive a crash of the machine. Everything else is as
 * in production, so that what holds in a test holds there.
 */
export const SERVER_SETTINGS: Readonly<Record<string, string>> = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  // What is kept of the log for nothing takes up memory, where the data is there.
  max_wal_size: '256MB',
  // A pool of ten for each of many test files that run at once.
  max_connections: '300',
};

/** A server that nobody is connected to for so long ends by itself. */
export const IDLE_SECONDS = 60;
