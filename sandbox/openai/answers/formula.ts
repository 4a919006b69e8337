import type { Conversation } from "./conversation";
import { topicOf } from "./words";

const ASKED =
  /\b(?:latex|formula|equation|derivative|integral|integrate|differentiate|quadratic|theorem|prove|proof|matrix|probability|standard deviation|logarithm)\b/iu;

const SUBJECTS: readonly (readonly [RegExp, string])[] = [
  [
    /quadratic/iu,
    `A quadratic equation $ax^2 + bx + c = 0$ with $a \\neq 0$ has the solutions

$$
x_{1,2} = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}.
$$

**Why.** Divide by $a$, complete the square, and take the root:

$$
\\left(x + \\frac{b}{2a}\\right)^2 = \\frac{b^2 - 4ac}{4a^2}.
$$

The discriminant $D = b^2 - 4ac$ tells how many there are: two for $D > 0$, one for $D = 0$, none in $\\mathbb{R}$ for $D < 0$.`,
  ],
  [
    /derivative|differentiate/iu,
    `The derivative is the slope that is left when the step shrinks to nothing:

$$
f'(x) = \\lim_{h \\to 0} \\frac{f(x + h) - f(x)}{h}.
$$

Four rules do most of the work:

| Rule | Formula |
|---|---|
| Power | $\\frac{d}{dx} x^n = n x^{n-1}$ |
| Product | $(uv)' = u'v + uv'$ |
| Quotient | $\\left(\\frac{u}{v}\\right)' = \\frac{u'v - uv'}{v^2}$ |
| Chain | $(f \\circ g)'(x) = f'(g(x))\\, g'(x)$ |

For example, $\\frac{d}{dx} \\sin(x^2) = 2x \\cos(x^2)$ by the chain rule.`,
  ],
  [
    /integral|integrate/iu,
    `An integral adds up what a function piles on:

$$
\\int_a^b f(x)\\,dx = F(b) - F(a), \\qquad F' = f.
$$

A useful one, by substitution with $u = x^2$:

$$
\\int 2x\\, e^{x^2}\\,dx = e^{x^2} + C,
$$

and the one everybody should meet once, the Gaussian:

$$
\\int_{-\\infty}^{\\infty} e^{-x^2}\\,dx = \\sqrt{\\pi}.
$$`,
  ],
  [
    /standard deviation|probability|bayes/iu,
    `For events with $P(B) > 0$, Bayes' rule turns a conditional probability round:

$$
P(A \\mid B) = \\frac{P(B \\mid A)\\,P(A)}{P(B)}.
$$

And the spread of $n$ measured values around their mean $\\bar{x} = \\frac{1}{n}\\sum_{i=1}^{n} x_i$ is

$$
s = \\sqrt{\\frac{1}{n-1} \\sum_{i=1}^{n} (x_i - \\bar{x})^2}.
$$

The $n - 1$ makes up for the mean having been estimated from the same values.`,
  ],
  [
    /pythag/iu,
    `In a right triangle with legs $a$, $b$ and hypotenuse $c$:

$$
a^2 + b^2 = c^2.
$$

**Proof by area.** Put four such triangles in a square of side $a + b$, so that a tilted square of side $c$ stays free:

$$
(a + b)^2 = 4 \\cdot \\tfrac{1}{2}ab + c^2 \\;\\Longrightarrow\\; a^2 + b^2 = c^2. \\qquad \\blacksquare
$$`,
  ],
];

/** Mathematics in LaTeX, worked through. */
export function formula({ text }: Conversation): string | undefined {
  if (!ASKED.test(text) && !/pythag|\bbayes/iu.test(text)) return undefined;
  const known = SUBJECTS.find(([pattern]) => pattern.test(text))?.[1];
  if (known !== undefined) return known;
  return `Let me set down ${topicOf(text)} so that it can be checked line by line.

Suppose a quantity grows by the share $r$ each period, from $x_0$. Then

$$
x_n = x_0 (1 + r)^n, \\qquad \\sum_{k=0}^{n-1} (1 + r)^k = \\frac{(1 + r)^n - 1}{r} \\quad (r \\neq 0).
$$

**Proof by induction.** For $n = 0$ both sides are $x_0$. If it holds for $n$, then $x_{n+1} = (1 + r)\\,x_n = x_0 (1 + r)^{n+1}$. $\\blacksquare$

If your formula is another one, paste it, and say which step you doubt.`;
}
