/** What a value that the server sent as text stands for. */
type Decoder = (text: string) => unknown;

/**
 * Decoders by the oid of the type; all other types stay text, int8 among them, which a number cannot hold. They are
 * our own: pg's are shared by the whole process, and an application may have set others.
 */
const DECODERS: ReadonlyMap<number, Decoder> = new Map<number, Decoder>([
  [16, isTrue], // bool
  ...[21, 23, 26, 700, 701].map((type): [number, Decoder] => [type, Number]), // int2, int4, oid, float4, float8
  ...[114, 3802].map((type): [number, Decoder] => [type, JSON.parse]), // json, jsonb
  [1000, listOf(isTrue)],
  ...[1005, 1007, 1028].map((type): [number, Decoder] => [type, listOf(Number)]),
  ...[1003, 1009, 1014, 1015, 1016].map((type): [number, Decoder] => [type, listOf(asIs)]), // name, text, bpchar, varchar, int8
]);

/** How values of a type are read. */
export function decoderOf(type: number): (text: string) => unknown {
  return DECODERS.get(type) ?? asIs;
}

function asIs(text: string): string {
  return text;
}

function isTrue(text: string): boolean {
  return text === 't';
}

function listOf(decode: Decoder): Decoder {
  return (text) => {
    if (text === '{}') return [];
    // Nearly every list is one of plain words.
    if (!/["\\=]|.\{/.test(text)) {
      return text
        .slice(1, -1)
        .split(',')
        .map((entry) => (entry === 'NULL' ? null : decode(entry)));
    }
    return parseList(text, decode);
  };
}

/** A list with quotes, lists within it, or bounds in front. */
function parseList(text: string, decode: Decoder): unknown {
  let at = text.startsWith('[') ? text.indexOf('=') + 1 : 0;
  return list();

  function list(): unknown[] {
    const entries: unknown[] = [];
    at += 1;
    while (text[at] !== '}') {
      entries.push(text[at] === '{' ? list() : text[at] === '"' ? decode(quoted()) : bare());
      if (text[at] === ',') at += 1;
    }
    at += 1;
    return entries;
  }

  function quoted(): string {
    let value = '';
    at += 1;
    while (text[at] !== '"') {
      if (text[at] === '\\') at += 1;
      value += text[at] ?? '';
      at += 1;
    }
    at += 1;
    return value;
  }

  function bare(): unknown {
    const start = at;
    while (text[at] !== ',' && text[at] !== '}') at += 1;
    const value = text.slice(start, at);
    return value === 'NULL' ? null : decode(value);
  }
}
