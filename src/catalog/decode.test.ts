import { decoderOf } from './decode.ts';

const BOOL = 16;
const INT4 = 23;
const INT8 = 20;
const JSONB = 3802;
const BOOLS = 1000;
const INT2S = 1005;
const TEXTS = 1009;

test.each([
  [BOOL, 't', true],
  [BOOL, 'f', false],
  [INT4, '-7', -7],
  // More than a number holds.
  [INT8, '9223372036854775807', '9223372036854775807'],
  [JSONB, '{"a": [1, null]}', { a: [1, null] }],
  [25, 'a text', 'a text'],
])('a value of type %i: %s', (type, text, value) => {
  expect(decoderOf(type)(text)).toEqual(value);
});

test.each([
  [TEXTS, '{}', []],
  [TEXTS, '{a,b c,NULL}', ['a', 'b c', null]],
  [TEXTS, '{"NULL","",null}', ['NULL', '', 'null']],
  [TEXTS, '{"a,b","c}","\\"d\\"","e\\\\","f{"}', ['a,b', 'c}', '"d"', 'e\\', 'f{']],
  [
    TEXTS,
    '{{a,b},{c,"d e"}}',
    [
      ['a', 'b'],
      ['c', 'd e'],
    ],
  ],
  [TEXTS, '{{a},{NULL}}', [['a'], [null]]],
  [TEXTS, '{fillfactor=70,a=b}', ['fillfactor=70', 'a=b']],
  [TEXTS, '{表,"é\\"ü\\""}', ['表', 'é"ü"']],
  [INT2S, '[0:1]={3,-4}', [3, -4]],
  [BOOLS, '{t,f,NULL}', [true, false, null]],
])('a list of type %i: %s', (type, text, value) => {
  expect(decoderOf(type)(text)).toEqual(value);
});
