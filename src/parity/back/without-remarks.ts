import type { Call, Piece, Pieces } from '../fix/builder/piece.ts';
import { isDecision } from '../fix/decision.ts';

/** Code, and what a person has to decide about it: what a way back may fail on was seen when it was tried. */
export function withoutRemarks(pieces: Pieces): Pieces {
  return pieces.flatMap(bare);
}

function bare(piece: Piece): Pieces {
  if (piece.kind === 'remark') {
    const lines = piece.lines.filter(isDecision);
    return lines.length === 0 ? [] : [{ ...piece, lines }];
  }
  if (piece.kind !== 'create' && piece.kind !== 'alter') return [piece];
  return [{ ...piece, calls: piece.calls.map(bareCall) }];
}

function bareCall({ notes = [], ...call }: Call): Call {
  const left = notes.filter(isDecision);
  return left.length === 0 ? call : { ...call, notes: left };
}
