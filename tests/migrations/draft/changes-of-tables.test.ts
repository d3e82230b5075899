import { testChanges } from './test-changes.ts';

testChanges(['tables', 'views', 'queries', 'access', 'beside', 'functions', 'temporal', 'equal-forms']);
