const { appendFileSync } = require('node:fs');

/**
 * For programs that add up several runs of Jest: appends how many tests passed and failed to the file that
 * JEST_TOTALS_FILE names, a line for each run. Without it, it does nothing.
 */
module.exports = class TotalsReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const file = process.env.JEST_TOTALS_FILE;
    if (file === undefined || file === '') return;
    // A file that does not even load has no test that could fail.
    appendFileSync(file, `${numPassedTests} ${numFailedTests + numRuntimeErrorTestSuites}\n`);
  }
};
