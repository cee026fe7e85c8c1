import type { IntlShape, MessageDescriptor, MessageFormatElement } from "react-intl";

type Messages = Readonly<Record<string, readonly MessageFormatElement[]>>;
type Values = NonNullable<Parameters<IntlShape["formatMessage"]>[1]>;
type Options = Parameters<IntlShape["formatMessage"]>[2];

/** First strong isolate and pop directional isolate: what is between them has a direction of its own. */
const [BEGIN, END] = ["\u2068", "\u2069"];

/** A letter that is written from right to left. */
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/**
 * The same texts in which a name that is written in the other direction than its sentence keeps its own, and reorders
 * nothing around it. Values that are elements are isolated by the style sheet.
 */
export function isolateNames(intl: IntlShape, messages: Messages, direction: "ltr" | "rtl"): IntlShape {
  const isApart =
    direction === "ltr"
      ? (_: string | undefined, __: string, text: string) => RIGHT_TO_LEFT.test(text)
      : (id: string | undefined, key: string) => !isChoice(messages[id ?? ""] ?? [], key);
  const formatMessage = (descriptor: MessageDescriptor, values?: Values, options?: Options) => {
    const change = (key: string, text: string) =>
      isApart(descriptor.id, key, text) ? BEGIN + text + END : text;
    return intl.formatMessage(descriptor, values && (mapTexts(values, change) as Values), options);
  };
  const formatList = (values: Iterable<unknown>, options?: Parameters<IntlShape["formatList"]>[1]) => {
    const apart = Array.from(values, (value) =>
      typeof value === "string" && isApart(undefined, "", value) ? BEGIN + value + END : value,
    );
    return intl.formatList(apart as readonly string[], options);
  };
  return {
    ...intl,
    formatMessage: formatMessage as IntlShape["formatMessage"],
    formatList: formatList as IntlShape["formatList"],
  };
}

function mapTexts(values: Values, change: (key: string, text: string) => string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === "string" ? change(key, value) : value,
    ]),
  );
}

/** Whether a message chooses among its texts by this value: then the value is a code that nobody reads. */
function isChoice(elements: readonly MessageFormatElement[], key: string): boolean {
  return elements.some((element) => {
    if ("options" in element) {
      const inside = Object.values(element.options).some(({ value }) => isChoice(value, key));
      return element.value === key || inside;
    }
    return "children" in element && isChoice(element.children, key);
  });
}
