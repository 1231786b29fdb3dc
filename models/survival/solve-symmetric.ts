/**
 * Cholesky's lower factor L (row-major) of a positive semidefinite A (row-major, n × n, upper triangle read). A column
 * that depends on those before it (a pivot of nothing) gets an infinite pivot and zeros below.
 */
export function cholesky(a: Float64Array, n: number): Float64Array {
  const l = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    let pivot = a[j * n + j]!;
    for (let k = 0; k < j; k++) pivot -= l[j * n + k]! ** 2;
    const usable = pivot > 1e-10 * Math.max(1, a[j * n + j]!);
    l[j * n + j] = usable ? Math.sqrt(pivot) : Number.POSITIVE_INFINITY;
    for (let i = j + 1; i < n; i++) {
      let sum = a[j * n + i]!;
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      l[i * n + j] = usable ? sum / l[j * n + j]! : 0;
    }
  }
  return l;
}

/** Solves A·x = b for such an A; x = 0 for a column that depends on those before it. */
export function solveSymmetric(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const l = cholesky(a, n);
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= l[i * n + k]! * x[k]!;
    x[i]! /= l[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= l[k * n + i]! * x[k]!;
    x[i]! /= l[i * n + i]!;
  }
  return x;
}
