import { COPY } from './script/copy.ts';
import { ELEMENTS } from './script/elements.ts';
import { LIST } from './script/list.ts';
import { PANEL } from './script/panel.ts';
import { PICTURE } from './script/picture.ts';
import { START } from './script/start.ts';
import { VIEW } from './script/view.ts';

/**
 * What runs in the page, as text: it is a program of its own, in another world than the one that writes it. A test
 * checks its types, and another one runs it in a browser.
 */
export const SCRIPT = `'use strict';\n(() => {\n${[ELEMENTS, VIEW, PICTURE, PANEL, COPY, LIST, START].join('\n')}})();\n`;
