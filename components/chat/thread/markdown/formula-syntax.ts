import type { Literal } from "mdast";
import type { CompileContext, Extension as FromMarkdown, Token as ReadToken } from "mdast-util-from-markdown";
import type { Code, Effects, Extension, State, Token, TokenizeContext } from "micromark-util-types";

/** TeX within a text. `isDisplay`: it stands on a line of its own. */
export type FormulaNode = Literal & { type: "formula"; isDisplay: boolean };

declare module "mdast" {
  interface PhrasingContentMap {
    formula: FormulaNode;
  }
  interface RootContentMap {
    formula: FormulaNode;
  }
}
declare module "micromark-util-types" {
  interface TokenTypeMap {
    formula: "formula";
    formulaMark: "formulaMark";
  }
}

const DOLLAR = 36;
const BACKSLASH = 92;
/** UTF-16 units. Whoever only opens formulas makes us look this far for each end, and no further. */
const DOLLAR_LIMIT = 400;
const FORMULA_LIMIT = 2_000;
const OPENERS = new Map([
  [40, 41],
  [91, 93],
]);

/** `$…$`, `$$…$$`, `\(…\)` and `\[…\]` for the tokenizer. */
export const formulaSyntax: Extension = {
  text: {
    [DOLLAR]: { name: "formula", tokenize: tokenizeDollars },
    [BACKSLASH]: { name: "formula", tokenize: tokenizeBrackets },
  },
};

/** And for the tree. */
export const formulaFromMarkdown: FromMarkdown = {
  enter: {
    formula(this: CompileContext, token: ReadToken) {
      this.enter({ type: "formula", value: "", isDisplay: /^(?:\$\$|\\\[)/.test(this.sliceSerialize(token)) }, token);
      this.buffer();
    },
  },
  exit: {
    formula(this: CompileContext, token: ReadToken) {
      const value = this.resume().trim();
      const node = this.stack.at(-1);
      if (node?.type === "formula") node.value = value;
      this.exit(token);
    },
  },
};

/**
 * Dollars may be money: one that opens is not behind a word and has no space after it; one that closes has no space
 * before it and no digit after it.
 */
function tokenizeDollars(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  const { previous } = this;
  let length = 0;
  return function start(code) {
    if (previous === DOLLAR || isWordish(previous)) return nok(code);
    effects.enter("formula");
    effects.enter("formulaMark");
    return opening(code);
  };

  function opening(code: Code): State | undefined {
    if (code === DOLLAR && length < 2) {
      length += 1;
      effects.consume(code);
      return opening;
    }
    if (code === DOLLAR || (length === 1 && isSpace(code))) return nok(code);
    effects.exit("formulaMark");
    return formulaText(effects, { nok, close: DOLLAR, closing, limit: length === 1 ? DOLLAR_LIMIT : FORMULA_LIMIT })(
      code,
    );
  }

  function closing(mark: Token, goOn: (code: Code, isEscaped: boolean) => State | undefined, last: Code): State {
    let seen = 0;
    return function more(code) {
      if (code === DOLLAR && seen < length) {
        seen += 1;
        effects.consume(code);
        return more;
      }
      const closes = seen === length && (length === 2 || !(isSpace(last) || isDigit(code)));
      if (closes) return ended(effects, ok)(code);
      mark.type = "data";
      effects.exit("data");
      return goOn(code, false);
    };
  }
}

function tokenizeBrackets(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  let end: number | undefined;
  return function start(code) {
    effects.enter("formula");
    effects.enter("formulaMark");
    effects.consume(code);
    return opening;
  };

  function opening(code: Code): State | undefined {
    end = code === null ? undefined : OPENERS.get(code);
    if (end === undefined) return nok(code);
    effects.consume(code);
    effects.exit("formulaMark");
    return formulaText(effects, { nok, close: BACKSLASH, closing, limit: FORMULA_LIMIT });
  }

  function closing(mark: Token, goOn: (code: Code, isEscaped: boolean) => State | undefined): State {
    return function first(code) {
      effects.consume(code);
      return function second(next) {
        if (next === end && next !== null) {
          effects.consume(next);
          return ended(effects, ok);
        }
        mark.type = "data";
        effects.exit("data");
        return goOn(next, true);
      };
    };
  }
}

function ended(effects: Effects, ok: State): State {
  return (code) => {
    effects.exit("formulaMark");
    effects.exit("formula");
    return ok(code);
  };
}

type Ending = {
  nok: State;
  limit: number;
  /** What the mark at the end begins with. */
  close: number;
  closing: (mark: Token, goOn: (code: Code, isEscaped: boolean) => State | undefined, last: Code) => State;
};

/** What stands between the marks, over several lines if it does. */
function formulaText(effects: Effects, { nok, close, closing, limit }: Ending): State {
  let last: Code = null;
  let left = limit;
  return between;

  function between(code: Code): State | undefined {
    if (code === null || left <= 0) return nok(code);
    if (isLineEnd(code)) {
      effects.enter("lineEnding");
      effects.consume(code);
      effects.exit("lineEnding");
      last = code;
      return between;
    }
    if (code === close) return closing(effects.enter("formulaMark"), goOn, last)(code);
    effects.enter("data");
    return inside(code);
  }

  function goOn(code: Code, isEscaped: boolean): State | undefined {
    if (!isEscaped || code === null || isLineEnd(code)) return between(code);
    effects.enter("data");
    return character(code);
  }

  function inside(code: Code): State | undefined {
    if (code === null || isLineEnd(code) || code === close || left <= 0) {
      effects.exit("data");
      return between(code);
    }
    return code === BACKSLASH ? escaping(code) : character(code);
  }

  function escaping(code: number): State {
    effects.consume(code);
    last = code;
    return (next) => (next === null || isLineEnd(next) ? inside(next) : character(next));
  }

  function character(code: number): State {
    effects.consume(code);
    last = code;
    left -= 1;
    return inside;
  }
}

const isLineEnd = (code: Code) => code !== null && code < -2;
const isSpace = (code: Code) => code === null || code < 0 || code === 32;
const isDigit = (code: Code) => code !== null && code >= 48 && code <= 57;
const isWordish = (code: Code) => code !== null && code > 0 && /[\p{L}\p{N}]/u.test(String.fromCodePoint(code));
