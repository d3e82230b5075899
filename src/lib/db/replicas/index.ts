export type { ReplicaState } from './replica.ts';
export { endReplicas, readAfter, replicaStates, replicated, writeMark } from './replicas.ts';
export type { ReadAfterOptions, ReplicaOptions, WeightedReplica } from './replicas.ts';
export { isWriteMark } from './wal-position.ts';
