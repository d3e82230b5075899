import { testChanges } from './test-changes.ts';

testChanges(['keys', 'foreign-keys', 'checks', 'indexes']);
