import path from 'node:path';
import { isBuiltin } from 'node:module';
import ts from 'typescript';
import type { Room } from './rooms.ts';

/** A file of the project: its path from the root, with slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What a file imports, types and dynamic imports included: other files by path, packages by name. */
export function importsOf({ path: file, text }: SourceFile): { files: string[]; packages: string[] } {
  const specifiers = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  const outside = specifiers.filter((specifier) => !specifier.startsWith('.') && !isBuiltin(specifier));
  return {
    files: specifiers
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => path.posix.join(path.posix.dirname(file), specifier)),
    packages: [...new Set(outside.map(packageName))],
  };
}

/** `drizzle-orm` for `drizzle-orm/pg-core`, `@scope/name` for `@scope/name/file`. */
function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Whether a file is in a room. */
export function isIn({ path: room, also = [] }: Room, file: string): boolean {
  return file === room || file.startsWith(`${room}/`) || also.includes(file);
}

/** Every arrow that is not in the list, and every file that is in no room, in words. */
export function wrongArrows(files: readonly SourceFile[], rooms: readonly Room[]): string[] {
  const roomOf = (file: string): Room | undefined => rooms.find((room) => isIn(room, file));
  return files.flatMap((file) => {
    const room = roomOf(file.path);
    if (room === undefined) return [`${file.path} is in no room: give its folder one`];
    const imports = importsOf(file);
    return [
      ...imports.files.flatMap((imported) => {
        const target = roomOf(imported);
        if (target === room || (target !== undefined && room.rooms.includes(target.path))) return [];
        return [
          `${file.path} imports ${imported}: no arrow leads from ${room.path} to ${target?.path ?? 'there'}`,
        ];
      }),
      ...imports.packages
        .filter((name) => !room.packages.includes(name))
        .map((name) => `${file.path} imports the package ${name}: ${room.path} does not use it`),
    ];
  });
}

/** The rooms that lead back to themselves, when there are any. */
export function circles(rooms: readonly Room[]): string[] {
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean => {
    if (seen.has(from)) return false;
    seen.add(from);
    const next = rooms.find(({ path: room }) => room === from)?.rooms ?? [];
    return next.some((room) => room === to || reaches(room, to, seen));
  };
  return rooms.map(({ path: room }) => room).filter((room) => reaches(room, room));
}
