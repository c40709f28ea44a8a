"""The same model of worlds written as others would write it: yardsticks for the benchmark, no part of Foedus."""
