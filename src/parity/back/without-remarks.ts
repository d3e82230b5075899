import type { Piece, Pieces } from '../fix/builder/piece.ts';

/** Code alone: what a way back may fail on was seen when it was tried. */
export function withoutRemarks(pieces: Pieces): Pieces {
  return pieces.filter(({ kind }) => kind !== 'remark').map(bare);
}

function bare(piece: Piece): Piece {
  if (piece.kind !== 'create' && piece.kind !== 'alter') return piece;
  return { ...piece, calls: piece.calls.map(({ notes: _notes, ...call }) => call) };
}
