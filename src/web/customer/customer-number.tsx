import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import { LONGEST_NUMBER } from "../../tenancy/customer-number.ts";
import { mayI, useMe } from "../data/me.ts";
import { giveNumber, type Organization } from "../data/organization.ts";
import { useDraft } from "../schedule/draft.ts";
import { type DraftKind, isIdentical, isText } from "../schedule/draft-fields.ts";
import { FoundDraft } from "../schedule/found-draft.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { FormFooter } from "../ui/form-footer.tsx";
import { Facts, Section } from "../ui/section.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import { showDone } from "../ui/toasts.tsx";
import styles from "./customer.module.css";
import { usePartnerName } from "./use-partner-name.ts";

interface Props {
  readonly organization: Organization;
}

/** The number of the customer in a partner's own systems: that of the person's partner, or of each one for the vendor. */
export function CustomerNumbers({ organization }: Props) {
  const me = useMe();
  const partnerIds = me.partnerId ? [me.partnerId] : organization.partnerIds;
  if (me.organizationId !== undefined || partnerIds.length === 0) return null;
  return (
    <Section
      title={<FormattedMessage id="customer.number" />}
      about={<FormattedMessage id="customer.number.about" />}
    >
      {partnerIds.map((partnerId) => (
        <CustomerNumber key={partnerId} organization={organization} partnerId={partnerId} />
      ))}
    </Section>
  );
}

interface OfPartner extends Props {
  readonly partnerId: string;
}

function CustomerNumber({ organization, partnerId }: OfPartner) {
  const me = useMe();
  const partner = usePartnerName(partnerId) ?? "";
  const [isChanging, setChanging] = useState(false);
  const number = numberOf(organization, partnerId);
  return (
    <>
      <Facts
        facts={[
          [
            <FormattedMessage key="word" id="customer.number.of" values={{ partner }} />,
            <bdi key="what">{number || <FormattedMessage id="customer.number.none" />}</bdi>,
          ],
        ]}
      />
      {mayI(me, "manage_organizations") && (
        <div>
          <Button onPress={() => setChanging(true)}>
            <FormattedMessage id="customer.number.change" />
          </Button>
        </div>
      )}
      {isChanging && (
        <NumberDialog organization={organization} partnerId={partnerId} onClose={() => setChanging(false)} />
      )}
    </>
  );
}

/** The number that a partner has for a customer, or an empty text. */
function numberOf({ customerNumbers }: Organization, partnerId: string): string {
  return customerNumbers.find((one) => one.partnerId === partnerId)?.number ?? "";
}

const KIND: DraftKind<{ number: string }> = { fields: { number: isText }, isSame: isIdentical };

function NumberDialog({ organization, partnerId, onClose }: OfPartner & { readonly onClose: () => void }) {
  const intl = useIntl();
  const title = intl.formatMessage({ id: "customer.number.change" });
  const before = numberOf(organization, partnerId);
  const { id, name } = organization;
  const place = `customer-number/${id}/${partnerId}`;
  const draft = useDraft({ kind: KIND, place, name, now: { number: before }, etag: null });
  const number = draft.changes.number ?? before;
  const saving = useMutation({
    mutationFn: (next: string) => giveNumber(id, partnerId, next),
    onSuccess: () => {
      draft.drop();
      onClose();
      const text = intl.formatMessage({ id: "customer.number.saved" }, { name });
      showDone({ text, undo: () => giveNumber(id, partnerId, before), thing: place });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (number.trim() === before) cancel();
    else saving.mutate(number.trim());
  };
  const cancel = () => {
    draft.drop();
    onClose();
  };
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <FoundDraft draft={draft} />
      <Form onSubmit={submit} className={styles.form ?? ""}>
        <TextField
          label={intl.formatMessage({ id: "customer.number" })}
          value={number}
          onChange={(text) => draft.change({ number: text })}
          maxLength={LONGEST_NUMBER}
          autoFocus
        />
        {saving.isError && <Failed error={saving.error} />}
        <FormFooter isPending={saving.isPending} onCancel={cancel}>
          <FormattedMessage id="frame.save" />
        </FormFooter>
      </Form>
    </Dialog>
  );
}
