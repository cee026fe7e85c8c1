import { useMutation, useQuery } from "@tanstack/react-query";
import { FormattedMessage, useIntl } from "react-intl";
import { changeProduct, type Product, type ProductChange, productQuery } from "../data/product.ts";
import { useDraft } from "../schedule/draft.ts";
import { type DraftKind, isIdentical, isText } from "../schedule/draft-fields.ts";
import { FoundDraft } from "../schedule/found-draft.tsx";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import { showDone } from "../ui/toasts.tsx";

/** The protocols that have public keys. */
const WITH_KEYS = ["tauri", "sparkle", "winsparkle"] as const;

interface AppKeys {
  /** One key in each line. */
  readonly tauri: string;
  readonly sparkle: string;
  readonly winsparkle: string;
  readonly omaha: string;
}

/** The public keys that the vendor's apps verify updates with. */
export function AppKeysSection() {
  const { data, error, refetch } = useQuery(productQuery);
  return (
    <Section
      title={<FormattedMessage id="settings.keys" />}
      about={<FormattedMessage id="settings.keys.about" />}
    >
      {data && <KeysForm product={data.body} etag={data.etag} />}
      {!data && (error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading />)}
    </Section>
  );
}

/** Keys that verify are public; no form of the page takes a key that signs. */
const KIND: DraftKind<AppKeys> = {
  fields: { tauri: isText, sparkle: isText, winsparkle: isText, omaha: isText },
  isSame: isIdentical,
};

function KeysForm({ product, etag }: { product: Product; etag: string | null }) {
  const intl = useIntl();
  const now = toKeys(product);
  const name = intl.formatMessage({ id: "settings.keys" });
  const draft = useDraft<AppKeys>({ kind: KIND, place: "app-keys", name, now, etag });
  const entered = { ...now, ...draft.changes };
  const saving = useMutation({
    mutationFn: () => changeProduct(toChange(product, draft.changes), draft.basedOn),
    onSuccess: () => {
      draft.drop();
      showDone({ text: intl.formatMessage({ id: "settings.keys.done" }) });
    },
  });
  return (
    <>
      <FoundDraft draft={draft} />
      {WITH_KEYS.map((updater) => (
        <TextField
          key={updater}
          isLong
          label={intl.formatMessage({ id: `settings.keys.${updater}` })}
          value={entered[updater]}
          onChange={(text) => draft.change({ [updater]: text })}
        />
      ))}
      <TextField
        label={intl.formatMessage({ id: "settings.keys.omaha" })}
        value={entered.omaha}
        onChange={(omaha) => draft.change({ omaha })}
      />
      {saving.isError && <Failed error={saving.error} />}
      <div>
        <Button
          look="primary"
          isPending={saving.isPending}
          disabledReason={
            draft.isChanged ? undefined : intl.formatMessage({ id: "settings.keys.nothing_changed" })
          }
          onPress={() => saving.mutate()}
        >
          <FormattedMessage id="settings.keys.save" />
        </Button>
      </div>
    </>
  );
}

function toKeys({ updaters }: Product): AppKeys {
  const linesOf = (keys: readonly string[] = []) => keys.join("\n");
  return {
    tauri: linesOf(updaters.tauri?.publicKeys),
    sparkle: linesOf(updaters.sparkle?.publicKeys),
    winsparkle: linesOf(updaters.winsparkle?.publicKeys),
    omaha: updaters.omaha?.appId ?? "",
  };
}

/** The change that makes of what is said what was entered; a signed appcast stays. */
function toChange({ updaters }: Product, entered: Partial<AppKeys>): ProductChange {
  const { tauri, sparkle, winsparkle, omaha } = entered;
  return {
    updaters: {
      ...(tauri !== undefined && { tauri: withKeys(tauri) }),
      ...(sparkle !== undefined && {
        sparkle:
          updaters.sparkle?.emptyAppcast === undefined
            ? withKeys(sparkle)
            : { ...updaters.sparkle, publicKeys: keysIn(sparkle) },
      }),
      ...(winsparkle !== undefined && { winsparkle: withKeys(winsparkle) }),
      ...(omaha !== undefined && { omaha: omaha.trim() === "" ? null : { appId: omaha.trim() } }),
    },
  };
}

function withKeys(text: string): { publicKeys: string[] } | null {
  const publicKeys = keysIn(text);
  return publicKeys.length === 0 ? null : { publicKeys };
}

function keysIn(text: string): string[] {
  return text.split(/\s+/).filter((key) => key !== "");
}
