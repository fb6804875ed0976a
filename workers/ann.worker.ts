// WebKit evaluates a worker's entry once more when one of its chunks imports it: nothing here may be worth importing.
import './ann-in-worker.ts'
