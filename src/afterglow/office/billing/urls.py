from django.urls import URLPattern, path

from afterglow.office.billing.views import accounts, events, money, notices, own, sign_ups

app_name = "billing"

urlpatterns: list[URLPattern] = [
    path("my/money/", own.mine, name="mine"),
    path("my/places/<str:ref>/pay/", own.pay, name="pay"),
    path("my/payments/<str:ref>/", own.payment, name="own-payment"),
    path("my/payments/<str:ref>/look/", own.look, name="look"),
    path("my/payments/<str:ref>/stop/", own.stop, name="stop"),
    path("my/payments/<str:ref>/receipt.pdf", own.receipt, name="own-receipt"),
    path("my/invoices/<str:ref>/invoice.pdf", own.invoice, name="own-invoice"),
    path("my/credit-notes/<str:ref>/credit-note.pdf", own.credit_note, name="own-credit-note"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/month-end/", money.month, name="month"),
    path("accounts/of/<str:ref>/", accounts.account, name="account"),
    path("accounts/of/<str:ref>/invoice/", accounts.bill, name="bill"),
    path("accounts/of/<str:ref>/payment/", accounts.receive, name="receive"),
    path("accounts/of/<str:ref>/charge/", accounts.charge, name="charge"),
    path("accounts/of/<str:ref>/who-pays/", accounts.who_pays, name="who-pays"),
    path("accounts/places/<str:ref>/payment/", accounts.receive_for_place, name="receive-for-place"),
    path("accounts/events/<str:ref>/", sign_ups.account, name="event-account"),
    path("accounts/events/<str:ref>/payment/", sign_ups.receive, name="event-receive"),
    path("events/l/<str:token>/pay/", events.event, name="event"),
    path("events/paid/<str:payment>/", events.event_paid, name="event-paid"),
    path("events/l/<str:token>/pay/look/", events.look, name="event-look"),
    path("events/l/<str:token>/invoice.pdf", events.invoice, name="event-invoice"),
    path("events/l/<str:token>/receipt-<int:number>.pdf", events.receipt, name="event-receipt"),
    path("events/l/<str:token>/credit-note-<int:number>.pdf", events.credit_note, name="event-credit-note"),
    path("charges/<str:ref>/let-off/", accounts.let_off, name="let-off"),
    path("payments/<str:ref>/", money.payment, name="payment"),
    path("payments/<str:ref>/receipt.pdf", money.receipt, name="receipt"),
    path("invoices/<str:ref>/invoice.pdf", money.invoice, name="invoice"),
    path("credit-notes/<str:ref>/credit-note.pdf", money.credit_note, name="credit-note"),
    path("notices/<slug:slug>/", notices.notice, name="notice"),
]
