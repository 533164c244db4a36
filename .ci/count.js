// Adds up the JSON reports of the lanes: `node count.js DIR LANE=EXIT ...` reads DIR/LANE.json. The
// last line is the sum. Exit 1 where a test failed or was skipped and where a lane did not do its
// work: it left no report, ran no test, has a file that did not load, or its runner failed without
// a failed test. Each of these counts as a failed test, so that the sum shows it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [directory, ...lanes] = process.argv.slice(2);
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const lane of lanes) {
  const [name, exit] = lane.split('=');
  const { faults, ...counts } = countsOf(join(directory, `${name}.json`), Number(exit));
  for (const fault of faults) console.log(`${name}: ${fault}`);
  console.log(`${name}: ${textOf(counts)}`);
  for (const key of Object.keys(sum)) sum[key] += counts[key];
}
if (sum.failed > 0 || sum.skipped > 0 || sum.passed === 0) process.exitCode = 1;
console.log(textOf(sum));

function textOf({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function countsOf(path, exit) {
  let report;
  try {
    report = JSON.parse(readFileSync(path, 'utf8'));
    if (!Array.isArray(report.testResults)) throw new Error('it is not the JSON report of vitest');
  } catch (thrown) {
    return { passed: 0, failed: 1, skipped: 0, faults: [`no report (${thrown.message})`] };
  }
  const faults = report.testResults
    .filter(isBroken)
    .map(({ name, message }) => `${name} failed outside its tests: ${message}`);
  if (report.numTotalTests === 0 && faults.length === 0) faults.push('no test was run');
  if (exit !== 0 && report.numFailedTests === 0 && faults.length === 0)
    faults.push(`the runner ended with ${exit}, and no test failed`);
  const failed = report.numFailedTests + faults.length;
  const left = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => !['passed', 'failed'].includes(status)),
  );
  faults.push(...left.map(({ fullName }) => `skipped: ${fullName}`));
  faults.push(...report.testResults.flatMap(failedTests));
  return {
    passed: report.numPassedTests,
    failed,
    skipped: report.numPendingTests + report.numTodoTests,
    faults,
  };
}

/** It did not load, or what comes before or after its tests failed. */
function isBroken({ status, assertionResults }) {
  return status === 'failed' && assertionResults.every((one) => one.status !== 'failed');
}

/** Named again at the end: of a long log a reader is shown only the last part. */
function failedTests({ name, assertionResults }) {
  return assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => {
      const [first = ''] = failureMessages.join('\n').split('\n');
      return `failed: ${name} > ${fullName}: ${first.slice(0, 400)}`;
    });
}
