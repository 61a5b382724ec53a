import assert from "node:assert/strict";
import { test } from "node:test";
import { usageLines } from "./usage_list.js";

const entry = (more) => ({
  request: 1,
  state: "reported",
  demo: false,
  model: "gpt-4o",
  prompt_tokens: 1200,
  cached_tokens: 0,
  completion_tokens: 92,
  reasoning_tokens: 0,
  cost: "0.0031",
  unit_prices: "2.5 in, 10 out",
  price: "genai-prices 1",
  price_date: null,
  ...more,
});
const told = (more) => Object.fromEntries(usageLines(entry(more)));

test("the usage of a model request is told with its price", () => {
  assert.deepEqual(told(), {
    Figures: "reported by the provider",
    Model: "gpt-4o",
    In: "1,200 tokens",
    Out: "92 tokens",
    Cost: "$0.0031",
    Price: "2.5 in, 10 out · genai-prices 1",
  });
  assert.equal(told({ cached_tokens: 1000 }).In, "1,200 tokens, 1,000 of them from a cache");
});

test("unknown is not 0, and neither is the demo model", () => {
  assert.equal(told({ cost: null }).Cost, "no price");
  assert.equal(told({ demo: true, cost: "0" }).Cost, "demo");
  assert.match(told({ state: "estimated" }).Figures, /did not say/);
});
