from django.urls import URLPattern, path

from afterglow.office.billing.views import accounts, money, notices, own

app_name = "billing"

urlpatterns: list[URLPattern] = [
    path("my/money/", own.mine, name="mine"),
    path("my/places/<str:ref>/pay/", own.pay, name="pay"),
    path("my/payments/<str:ref>/", own.payment, name="own-payment"),
    path("my/payments/<str:ref>/look/", own.look, name="look"),
    path("my/payments/<str:ref>/stop/", own.stop, name="stop"),
    path("my/payments/<str:ref>/receipt.pdf", own.receipt, name="own-receipt"),
    path("my/invoices/<str:ref>/invoice.pdf", own.invoice, name="own-invoice"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/month-end/", money.month, name="month"),
    path("accounts/of/<str:ref>/", accounts.account, name="account"),
    path("accounts/of/<str:ref>/invoice/", accounts.bill, name="bill"),
    path("accounts/of/<str:ref>/payment/", accounts.receive, name="receive"),
    path("accounts/of/<str:ref>/charge/", accounts.charge, name="charge"),
    path("accounts/of/<str:ref>/who-pays/", accounts.who_pays, name="who-pays"),
    path("charges/<str:ref>/let-off/", accounts.let_off, name="let-off"),
    path("payments/<str:ref>/", money.payment, name="payment"),
    path("payments/<str:ref>/receipt.pdf", money.receipt, name="receipt"),
    path("invoices/<str:ref>/invoice.pdf", money.invoice, name="invoice"),
    path("notices/<slug:slug>/", notices.notice, name="notice"),
]
