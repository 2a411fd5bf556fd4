"""An operation on its way to the store, and the complete lists of operations and results."""

import msgspec

from tipline.ports.operations import (
    cases,
    desk,
    keys,
    linking,
    people,
    public,
    referrals,
    reports,
    results,
)

AnyOperation = (
    reports.SubmitReport
    | reports.ImportReport
    | reports.AddSupplement
    | reports.MoveReport
    | reports.ExpireReports
    | reports.ForgetKeys
    | reports.Heartbeat
    | reports.ReserveNumbers
    | people.AddProvider
    | people.DisableProvider
    | people.AddUser
    | people.DisableUser
    | people.ReplaceSecondFactor
    | people.ResetPassword
    | people.ReplacePassword
    | people.OpenSession
    | people.TouchSession
    | people.EndSession
    | people.RecordRefusal
    | desk.ReadReport
    | desk.ReadReports
    | desk.ClaimReport
    | desk.ReleaseReport
    | desk.CloseReport
    | desk.ReopenReport
    | desk.RecordSearch
    | desk.RecordOpening
    | desk.TakeOutbox
    | desk.SettleOutbox
    | public.SaveDraft
    | public.EraseDraft
    | public.ExpireDrafts
    | public.SubmitPublic
    | public.AddReporterFacts
    | public.StopContact
    | public.EndThreads
    | public.AskReporter
    | public.WithdrawQuestion
    | public.RequestContact
    | public.DecideContact
    | public.ReadContact
    | linking.JoinReports
    | linking.RefuseLink
    | linking.UndoVerdict
    | linking.SetApart
    | linking.UndoApart
    | linking.StopIdentifier
    | linking.UnstopIdentifier
    | linking.SetLinkRules
    | linking.Recount
    | linking.Relink
    | linking.RelinkReports
    | keys.BeginIndexRotation
    | keys.ReindexIdentifiers
    | keys.ReblindIdentifiers
    | keys.EndIndexRotation
    | keys.ForgetFormerPorts
    | cases.OpenCase
    | cases.AddToCase
    | cases.RemoveFromCase
    | cases.GiveCase
    | cases.CloseCase
    | cases.ReopenCase
    | referrals.OpenReferral
    | referrals.LeaveOut
    | referrals.KeepPiece
    | referrals.ReleaseReferral
    | referrals.TakeDeliveries
    | referrals.SettleDelivery
    | referrals.ResolveDelivery
    | referrals.PickUp
    | referrals.ReadPackage
    | referrals.WithdrawReferral
    | referrals.RevokeLink
    | referrals.AnswerReferral
)
AnyResult = (
    results.Done
    | results.Received
    | results.Recounted
    | results.NotYet
    | results.ImportedBefore
    | results.TakenItems
    | referrals.TakenDeliveries
    | results.WrongState
    | results.Unknown
    | results.Taken
    | results.KeyConflict
    | results.Held
    | results.Refused
    | results.Stale
)


class KeyUse(msgspec.Struct, frozen=True, kw_only=True):
    """An idempotency key: same key and body give the same result for a day."""

    provider: int
    key: bytes
    body: bytes


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """An operation on its way to the store, with who asked for it, as in `provider:7`."""

    operation: AnyOperation
    actor: str
    key: KeyUse | None = None
