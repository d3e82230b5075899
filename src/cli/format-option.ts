/** For commands whose result is for people or for programs. */
export const FORMAT_OPTION = {
  format: {
    type: 'string',
    value: 'text|json',
    choices: ['text', 'json'],
    help: 'how to say it; text unless given',
  },
} as const;
