export { renderQuickly } from './quick-dialect.ts';
