import type { Context as AnyContext, TestCase } from '../../reliability/lib/case.mts';
import type { Cluster } from './cluster.mts';

export { all, atMost, none, told, type Check } from '../../reliability/lib/case.mts';

/** What a case gets to work with. */
export type Context = AnyContext<Cluster>;

/** One row of the report. */
export type ScaleCase = TestCase<Cluster>;
