import afterglow.ground.access.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0002_finance_clerk'),
        ('access', '__first__'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Charge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('treatment', 'Treatment'), ('month', 'Month of oral treatment'), ('consultation', 'Consultation'), ('place', 'Place in a group'), ('item', 'From the price list')], max_length=12)),
                ('of', models.CharField(max_length=64)),
                ('about', models.CharField(blank=True, max_length=40)),
                ('words', models.CharField(max_length=200)),
                ('day', models.DateField()),
                ('protocol_version', models.DateField()),
                ('pence', models.PositiveIntegerField()),
                ('vat_pence', models.PositiveIntegerField(default=0)),
                ('vat_percent', models.PositiveSmallIntegerField(null=True)),
                ('currency', models.CharField(default='GBP', max_length=3)),
                ('payer', models.CharField(choices=[('self-pay', 'The patient pays'), ('nhs', 'The NHS pays'), ('insurer', 'An insurer pays')], max_length=10)),
                ('payer_name', models.CharField(blank=True, max_length=200)),
                ('payer_address', models.TextField(blank=True, max_length=500)),
                ('payer_reference', models.CharField(blank=True, max_length=100)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient')),
            ],
            options={
                'indexes': [models.Index(fields=['clinic', 'patient', 'payer'], name='charge_of_account')],
                'constraints': [models.UniqueConstraint(fields=('clinic', 'kind', 'of'), name='an_event_is_charged_once'), models.CheckConstraint(condition=models.Q(('pence__gt', 0)), name='a_charge_is_more_than_nothing'), models.CheckConstraint(condition=models.Q(('vat_pence__lte', models.F('pence'))), name='vat_within_the_charge')],
            },
        ),
        migrations.CreateModel(
            name='Funding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('self-pay', 'The patient pays'), ('nhs', 'The NHS pays'), ('insurer', 'An insurer pays')], max_length=10)),
                ('since', models.DateField()),
                ('payer_name', models.CharField(blank=True, max_length=200)),
                ('payer_address', models.TextField(blank=True, max_length=500)),
                ('payer_reference', models.CharField(blank=True, max_length=100)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient')),
            ],
            options={
                'indexes': [models.Index(fields=['clinic', 'patient', 'since'], name='funding_of_patient')],
            },
        ),
        migrations.CreateModel(
            name='Invoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('number', models.PositiveIntegerField()),
                ('payer', models.CharField(choices=[('self-pay', 'The patient pays'), ('nhs', 'The NHS pays'), ('insurer', 'An insurer pays')], max_length=10)),
                ('due_on', models.DateField()),
                ('pence', models.PositiveIntegerField()),
                ('vat_pence', models.PositiveIntegerField(default=0)),
                ('content', models.JSONField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient')),
            ],
            options={
                'indexes': [models.Index(fields=['clinic', 'patient'], name='invoice_of_patient')],
                'constraints': [models.UniqueConstraint(fields=('clinic', 'number'), name='invoice_number')],
            },
        ),
        migrations.CreateModel(
            name='InvoiceLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('charge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='billing.charge')),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('invoice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='billing.invoice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('clinic', 'charge'), name='a_charge_is_invoiced_once')],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('payer', models.CharField(choices=[('self-pay', 'The patient pays'), ('nhs', 'The NHS pays'), ('insurer', 'An insurer pays')], max_length=10)),
                ('way', models.CharField(choices=[('online', 'By card, online'), ('phone', 'By card, over the phone'), ('transfer', 'Bank transfer'), ('cash', 'Cash'), ('cheque', 'Cheque'), ('link', 'Payment link')], max_length=10)),
                ('pence', models.PositiveIntegerField()),
                ('currency', models.CharField(default='GBP', max_length=3)),
                ('about', models.CharField(blank=True, max_length=40)),
                ('reference', models.CharField(max_length=100)),
                ('state', models.CharField(choices=[('begun', 'begun: the card service has not answered yet'), ('open', 'waits for the payer'), ('paid', 'paid'), ('not paid', 'not paid')], max_length=10)),
                ('begun_at', models.DateTimeField()),
                ('service_id', models.CharField(blank=True, max_length=40)),
                ('next_url', models.CharField(blank=True, max_length=2000)),
                ('paid_at', models.DateTimeField(null=True)),
                ('ended_because', models.CharField(blank=True, max_length=100)),
                ('receipt', models.PositiveIntegerField(null=True)),
                ('taken_by', models.CharField(blank=True, max_length=200)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'begun_at'], name='payment_by_state'), models.Index(fields=['clinic', 'patient'], name='payment_of_patient')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('way', 'online')), fields=('clinic', 'reference'), name='one_payment_for_a_reference'), models.UniqueConstraint(condition=models.Q(('service_id', ''), _negated=True), fields=('clinic', 'service_id'), name='one_payment_for_a_service_id'), models.UniqueConstraint(condition=models.Q(('state__in', ('begun', 'open'))), fields=('clinic', 'patient', 'about'), name='one_unfinished_payment_for_one_thing'), models.UniqueConstraint(fields=('clinic', 'receipt'), name='receipt_number'), models.CheckConstraint(condition=models.Q(models.Q(('paid_at__isnull', False), ('receipt__isnull', False), ('state', 'paid')), models.Q(models.Q(('state', 'paid'), _negated=True), ('paid_at__isnull', True), ('receipt__isnull', True)), _connector='OR'), name='paid_means_when_and_receipt'), models.CheckConstraint(condition=models.Q(('pence__gt', 0)), name='a_payment_is_more_than_nothing')],
            },
        ),
        migrations.CreateModel(
            name='PaymentNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('message_id', models.CharField(max_length=64)),
                ('event', models.CharField(max_length=64)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='billing.payment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('clinic', 'message_id'), name='one_row_for_each_notice')],
            },
        ),
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('pence', models.PositiveIntegerField()),
                ('reason', models.CharField(max_length=300)),
                ('by_hand', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('asked', 'to be sent'), ('sent', 'on its way to the card'), ('done', 'paid back'), ('failed', 'did not arrive: pay it back in another way')], max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.CharField(max_length=200)),
                ('available', models.PositiveIntegerField(null=True)),
                ('service_id', models.CharField(blank=True, max_length=40)),
                ('ended_at', models.DateTimeField(null=True)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='billing.payment')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'asked_at'], name='refund_by_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('service_id', ''), _negated=True), fields=('clinic', 'service_id'), name='one_refund_for_a_service_id'), models.CheckConstraint(condition=models.Q(('pence__gt', 0)), name='a_refund_is_more_than_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Relief',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('waived', 'Waived'), ('written off', 'Written off'), ('given back', 'Place given back in time')], max_length=12)),
                ('pence', models.PositiveIntegerField()),
                ('reason', models.CharField(max_length=300)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('charge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reliefs', to='billing.charge')),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'given back')), fields=('clinic', 'charge'), name='a_place_is_given_back_once'), models.CheckConstraint(condition=models.Q(('pence__gt', 0)), name='a_relief_is_more_than_nothing')],
            },
        ),
    ]
