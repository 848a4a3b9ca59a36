from django.urls import URLPattern, path

from afterglow.care.pharmacy.views import bedside, brought_back, counting, moving, register, stock

app_name = "pharmacy"

urlpatterns: list[URLPattern] = [
    path("stock/", stock.stock, name="stock"),
    path("stock/receive/", stock.receive, name="receive"),
    path("stock/places/", stock.places, name="places"),
    path("stock/sharing/", stock.sign_sharing, name="sign-sharing"),
    path("stock/lots/", stock.lots, name="lots"),
    path("stock/lots/<str:ref>/", stock.lot, name="lot"),
    path("stock/brought-back/", brought_back.brought_back, name="brought-back"),
    path("stock/brought-back/<str:ref>/", brought_back.end, name="end-brought-back"),
    path("patients/<str:ref>/brought-back/", brought_back.take_back, name="take-back"),
    path("stock/registers/<str:ref>/", register.register, name="register"),
    path("stock/registers/<str:ref>/register.pdf", register.register_pdf, name="register-pdf"),
    path("stock/registers/<str:ref>/move/", moving.move, name="move"),
    path("stock/registers/<str:ref>/return/", moving.send_back, name="return"),
    path("stock/registers/<str:ref>/destroy/", moving.destroy, name="destroy"),
    path("stock/registers/<str:ref>/count/", counting.count, name="count"),
    path("stock/counts/<str:ref>/", counting.second_count, name="second-count"),
    path("stock/entries/<str:ref>/note/", register.note, name="note"),
    path("stock/discrepancies/<str:ref>/", counting.discrepancy, name="discrepancy"),
    path("stock/discrepancies/<str:ref>/close/", counting.close, name="close-discrepancy"),
    path("stock/draws/<str:ref>/", bedside.rest, name="rest"),
    path("treatments/<str:ref>/draw/", bedside.draw, name="draw"),
    path("treatments/<str:ref>/supply/", bedside.supply, name="supply"),
]
