export { hideAs, hideParameters } from './hidden-parameters.ts';
export { hideValues } from './server-error.ts';
