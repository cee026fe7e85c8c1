/** The edge key of the servers and edges of the benchmarks. */
export const EDGE_KEY_OF_BENCH = "edge-key-of-the-benchmark-0123456789";
