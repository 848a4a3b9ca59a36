import afterglow.ground.access.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('access', '__first__'),
        ('people', '0001_initial'),
        ('tasks', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('instrument', models.CharField(max_length=40)),
                ('occasion', models.CharField(max_length=40)),
                ('protocol_version', models.DateField()),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('reminded_at', models.DateTimeField(null=True)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient')),
            ],
            options={
                'indexes': [models.Index(fields=['closed_at', 'due_at'], name='request_by_due')],
                'constraints': [models.UniqueConstraint(fields=('clinic', 'patient', 'instrument', 'occasion'), name='asked_once_for_each_occasion'), models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('clinic', 'patient', 'instrument'), name='one_open_request_for_each_instrument')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('item', models.CharField(max_length=40)),
                ('value', models.SmallIntegerField(null=True)),
                ('how', models.CharField(choices=[('self', 'Answered by the patient'), ('phone', 'Asked by phone'), ('paper', 'Answered on paper')], max_length=10)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='outcomes.request')),
            ],
            options={
                'indexes': [models.Index(fields=['request', 'item'], name='answer_by_item')],
            },
        ),
        migrations.CreateModel(
            name='SafetyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('instrument', models.CharField(max_length=40)),
                ('item', models.CharField(max_length=40)),
                ('value', models.PositiveSmallIntegerField()),
                ('words', models.CharField(max_length=200)),
                ('previous', models.PositiveSmallIntegerField(null=True)),
                ('urgency', models.CharField(max_length=32)),
                ('graded_by', models.CharField(max_length=100)),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outcomes.answer')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tasks.task')),
            ],
            options={
                'indexes': [models.Index(fields=['patient', 'happened_at'], name='safety_answer_by_patient')],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('instrument', models.CharField(max_length=40)),
                ('algorithm', models.CharField(max_length=40)),
                ('recall_days', models.PositiveSmallIntegerField()),
                ('total', models.SmallIntegerField(null=True)),
                ('band', models.CharField(blank=True, max_length=40)),
                ('complete', models.BooleanField()),
                ('prorated', models.BooleanField()),
                ('missing', models.JSONField()),
                ('answers', models.JSONField()),
                ('working', models.TextField()),
                ('text_sha256', models.CharField(max_length=64)),
                ('how', models.CharField(choices=[('self', 'Answered by the patient'), ('phone', 'Asked by phone'), ('paper', 'Answered on paper')], max_length=10)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='outcomes.request')),
            ],
            options={
                'indexes': [models.Index(fields=['patient', 'happened_at'], name='score_by_patient')],
                'constraints': [models.UniqueConstraint(fields=('clinic', 'request'), name='one_score_for_each_request')],
            },
        ),
    ]
