/** An option of a command, for parsing and for its help. */
export interface OptionSpec {
  readonly type: 'boolean' | 'string';
  readonly help: string;
  /** What stands for the value in the help: `--mode dev|test|prod`. */
  readonly value?: string;
  readonly choices?: readonly string[];
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** The values of a command's options: text, or whether a flag is there. */
export type OptionValues<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]: Specs[Name]['type'] extends 'boolean' ? boolean : string | undefined;
};

export interface CommandInput<Specs extends OptionSpecs> {
  readonly options: OptionValues<Specs>;
  readonly positionals: readonly string[];
}

/** A command: one file in commands/. It returns its exit code, or nothing for 0. */
export interface Command<Specs extends OptionSpecs = OptionSpecs> {
  readonly name: string;
  /** What stands behind the name: `<name>`, `[-- psql options]`. */
  readonly usage?: string;
  /** How many words without a dash it takes, at most. */
  readonly maxPositionals?: number;
  /** Whether what it does not know is for another program that it runs. */
  readonly forwards?: boolean;
  readonly about: string;
  readonly options: Specs;
  /** The exit code when it fails; 1 unless the command has a use for 1. */
  readonly failure?: number;
  /** Called with its words when it fails, for those that have a place to say so beside stderr. */
  onFailure?(words: readonly string[], error: unknown): void;
  run(input: CommandInput<Specs>): Promise<number | undefined>;
}

/** Gives a command its types. */
export function defineCommand<const Specs extends OptionSpecs>(command: Command<Specs>): Command<Specs> {
  return command;
}
