/**
 * fast-check for a mutation run, in place of the package (jest.config.mjs): the same cases in every
 * run, so that no mutant dies of luck and the score can be repeated; no search for the smallest
 * counter-example, which nobody reads here; and a third of a second per property, because most
 * mutants are covered by all of them.
 */
import fc from '../../node_modules/fast-check/lib/cjs/fast-check.js';

fc.configureGlobal({ seed: 20_261_122, endOnFailure: true, interruptAfterTimeLimit: 300 });

export * from '../../node_modules/fast-check/lib/cjs/fast-check.js';
export default fc;
