/** Why tensors are computed without WebAssembly; empty where they are not. */
export const withoutWasm: { why?: string } = {}
