import { testChanges } from './test-changes.ts';

testChanges(['columns', 'types', 'generated', 'defaults']);
