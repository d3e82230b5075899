export { locator } from '../locate/locate.ts';
export type { Location, Locations } from '../locate/location.ts';
export { failureReport } from './failure.ts';
export type { Failure } from './failure.ts';
export { githubReport } from './github.ts';
export { htmlReport } from './html.ts';
export { jsonReport } from './json.ts';
export { junitReport } from './junit.ts';
export { textReport } from './text.ts';
